"""The sample chain Haru (하루, 每日) as data files: products, categories, stores, planogram, staff and pictures.

Data only; README.md beside this file says what each column means and where the content comes from.
"""
