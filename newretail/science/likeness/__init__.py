"""Which word somebody meant."""

from newretail.science.likeness.vocabulary import MOST_WORDS, Vocabulary, Words, jamo, pinyin, vocabulary

__all__ = ["MOST_WORDS", "Vocabulary", "Words", "jamo", "pinyin", "vocabulary"]
