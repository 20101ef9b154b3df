package io.tidewatch.text;

/** Part of speech of a word: the universal tags (Universal Dependencies 2) for both languages. */
public enum WordClass {
  /** Adjective. */
  ADJ,
  /** Preposition or postposition. */
  ADP,
  /** Adverb. */
  ADV,
  /** Auxiliary. */
  AUX,
  /** Coordinating conjunction. */
  CCONJ,
  /** Determiner or measure word. */
  DET,
  /** Interjection. */
  INTJ,
  /** Noun. */
  NOUN,
  /** Number. */
  NUM,
  /** Particle. */
  PART,
  /** Pronoun. */
  PRON,
  /** Name. */
  PROPN,
  /** Punctuation. */
  PUNCT,
  /** Subordinating conjunction. */
  SCONJ,
  /** Symbol, emoji among them. */
  SYM,
  /** Verb. */
  VERB,
  /** Anything else, and the placeholders of masked personal data. */
  X
}
