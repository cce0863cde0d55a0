"""The rule language: text to tree, tree to exact answers; knows facts and truth, nothing of medicine."""
