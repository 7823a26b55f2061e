"""Windows become feature vectors: one `Embedder` contract, one backend a file. Begin with embed.py."""
