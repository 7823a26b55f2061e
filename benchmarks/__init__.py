"""What measures speed, memory and accuracy, and the synthetic scene of the demo."""
