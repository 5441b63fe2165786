"""Speed and memory, measured against named baselines: `make bench`, or `python -m bench counting`.

Nothing here is part of the tests: figures depend on the machine and on what else it does.
"""
