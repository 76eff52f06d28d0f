"""What is found across articles, kept current: an article more costs the same in a small library and in a large one.

Every finding belongs to one owner (a pair of articles, a story, an actor, a relation), and is made from what its owner
holds alone. So what an article changes is found through the notes of those that it shares something with, and only
that is made anew; the records are those that a build of all articles at once would give.
"""
