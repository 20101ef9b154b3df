package io.tidewatch.text;

import io.tidewatch.text.privacy.PersonalData;

/** Finds the placeholders of masked personal data. */
final class Placeholders {
  private static final PersonalData[] KINDS = PersonalData.values();

  private Placeholders() {}

  /** Returns where the placeholder that begins at a place ends, -1 if none begins there. */
  static int endAt(String text, int start) {
    for (PersonalData kind : KINDS) {
      if (text.startsWith(kind.placeholder(), start)) {
        return start + kind.placeholder().length();
      }
    }
    return -1;
  }
}
