"""Hostile inputs and faults, made by the hundred from a seed: everything must work or be told, nothing may fail.

`python -m tests.campaign` (`make campaign`) runs them all and prints a table; test_share.py runs a small fixed share.
Each kind of case is a file with two functions: `prepare(folder)` makes what its cases start from, once a process, and
`attempt(random, base, folder)` makes one case in an empty folder and uses it as the plugin would. What `attempt` raises
tells the outcome: nothing = it worked, `So2SatError` = it was told, `WorkerDied` = the worker died and that was told;
anything else, a crash, a hang and too much memory = failed.
"""
