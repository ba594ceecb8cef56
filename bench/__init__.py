"""Benchmarks: what the project promises of speed and memory, measured side by side in one run (`python -m bench`)."""
