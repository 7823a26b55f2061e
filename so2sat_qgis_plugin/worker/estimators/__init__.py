"""Feature vectors become clusters or classes. Begin with train.py or cluster.py."""
