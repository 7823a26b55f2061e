"""What was done is told, as one HTML file each. In: results of the other rooms. Out: pages. Begin with page.py."""
