"""Modules are trained: fine-tuned on labels, pre-trained on So2Sat. Begin with finetune.py."""
