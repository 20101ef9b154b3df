package io.tidewatch.decisions;

import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.Offer;
import java.util.List;
import java.util.Optional;

/**
 * Which creative of an offer suits a customer and a channel: the customer's very locale goes before
 * the language alone, and that before no language; then one made for the channel goes before one
 * for all. Of equal ones the first in the offer.
 */
public final class Creatives {
  private static final int NONE = -1;

  private Creatives() {}

  /** Returns the creative that suits best; empty if none does, or the offer names none. */
  public static Optional<Creative> best(Offer offer, String locale, String channel) {
    Creative best = null;
    int most = NONE;
    for (Creative creative : offer.getCreatives()) {
      int fit = fit(creative, locale, channel);
      if (fit > most) {
        most = fit;
        best = creative;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Returns whether the offer can be shown to the customer by a channel. */
  static boolean suit(Offer offer, String locale, String channel) {
    List<Creative> creatives = offer.getCreatives();
    if (creatives.isEmpty()) {
      return speaks(locale, offer.getLocales());
    }
    for (int i = 0; i < creatives.size(); i++) {
      if (fit(creatives.get(i), locale, channel) > NONE) {
        return true;
      }
    }
    return false;
  }

  private static int fit(Creative creative, String locale, String channel) {
    boolean anyChannel = creative.getChannel().isEmpty();
    if (!anyChannel && !creative.getChannel().equals(channel)) {
      return NONE;
    }
    int ofChannel = anyChannel ? 0 : 1;
    if (creative.getLocale().isEmpty()) {
      return ofChannel;
    }
    if (creative.getLocale().equalsIgnoreCase(locale)) {
      return 4 + ofChannel;
    }
    return sameLanguage(creative.getLocale(), locale) ? 2 + ofChannel : NONE;
  }

  /** Matches by language: en-GB suits a creative for en or en-US; no list suits everybody. */
  static boolean speaks(String locale, List<String> languages) {
    if (languages.isEmpty()) {
      return true;
    }
    for (String language : languages) {
      if (sameLanguage(language, locale)) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameLanguage(String one, String other) {
    int length = languageLength(one);
    return length == languageLength(other) && one.regionMatches(true, 0, other, 0, length);
  }

  private static int languageLength(String tag) {
    for (int i = 0; i < tag.length(); i++) {
      if (tag.charAt(i) == '-' || tag.charAt(i) == '_') {
        return i;
      }
    }
    return tag.length();
  }
}
