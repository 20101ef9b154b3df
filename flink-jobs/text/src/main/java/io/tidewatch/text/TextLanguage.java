package io.tidewatch.text;

/** A language that texts are analysed in. */
public enum TextLanguage {
  /** Chinese; traditional characters are read as simplified ones. */
  CHINESE("zh"),
  /** English. */
  ENGLISH("en"),
  /** Chinese and English in one text. */
  MIXED("mul"),
  /** Another language, or too little text to say. */
  UNKNOWN("und");

  private final String tag;

  TextLanguage(String tag) {
    this.tag = tag;
  }

  /** Returns the BCP 47 tag: {@code zh}, {@code en}, {@code mul} or {@code und}. */
  public String tag() {
    return tag;
  }
}
