package io.tidewatch.text.privacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds Chinese street addresses, such as 北京市海淀区中关村大街27号院3号楼1201室. */
final class ChineseAddresses {
  private static final String NUMBER = "[-0-9一二三四五六七八九十百]{1,6}";
  private static final Pattern STREET_AND_NUMBER =
      Pattern.compile(
          "(?:路|街|大道|巷|弄|胡同|新村|小区|花园)\\p{IsHan}{0,4}?"
              + NUMBER
              + "(?:号|弄|栋|幢|座|单元|室)"
              + "(?:\\p{IsHan}{0,3}?"
              + NUMBER
              + "(?:号|栋|幢|座|单元|楼|层|室)楼?){0,4}");
  // One of them is in each of the words above for a street.
  private static final String OF_STREETS = "路街道巷弄同村区园";
  private static final String REGIONS = "省市区县州镇乡";
  private static final char FIRST_HAN = '\u4E00';
  private static final int REACH = 24;
  private static final int LONGEST_NAME = 3;
  private static final int LONGEST_STREET = 4;

  private ChineseAddresses() {}

  static void find(String text, Spans spans) {
    if (!hasStreet(text)) {
      return;
    }
    Matcher street = STREET_AND_NUMBER.matcher(text);
    while (street.find()) {
      spans.add(start(text, street.start()), street.end(), PersonalData.ADDRESS);
    }
  }

  private static boolean hasStreet(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_HAN && OF_STREETS.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The name of the street, and of the regions before it, as far as no mark stands between. */
  private static int start(String text, int street) {
    int start = Math.max(0, street - REACH);
    for (int i = street - 1; i >= start; i--) {
      if (!Character.isIdeographic(text.charAt(i)) && !Character.isDigit(text.charAt(i))) {
        start = i + 1;
      }
    }
    for (int i = start; i < street; i++) {
      if (REGIONS.indexOf(text.charAt(i)) >= 0) {
        return Math.max(start, i - LONGEST_NAME);
      }
    }
    return Math.max(start, street - LONGEST_STREET);
  }
}
