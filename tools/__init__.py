"""What develops the plugin: packaging, installing, the demo. None of it is shipped."""
