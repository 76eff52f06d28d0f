"""One story, or a set of them: claims, utterances, disagreements, timeline, relations."""
