"""The register of rights requests: the law as tables, clocks and a chain, then rows and operations.

`rights`, `deadlines`, `requests` and `audit` are pure: values in, values out, time an argument.
"""
