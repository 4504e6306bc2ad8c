"""The sample chains as data files, a folder each: the chain, products, categories, stores, planogram, staff; pictures for all.

Data only; README.md beside this file says what each column means and where the content comes from.
"""
