"""X and y become a bundle: training, fine-tuning, and what a bundle remembers.

In: a feature source, labels. Out: an estimator with its figures. Begin with training.py.
"""
