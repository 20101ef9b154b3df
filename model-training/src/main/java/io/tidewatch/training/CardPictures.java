package io.tidewatch.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pictures inside model cards, which are SVG elements between paragraphs of Markdown. */
public final class CardPictures {
  private static final Pattern PICTURE =
      Pattern.compile("<svg .*?<title>(.*?)</title>.*?</svg>\n?", Pattern.DOTALL);

  private CardPictures() {}

  /** Returns the card for a terminal: each picture as a line with its title. */
  public static String leftOut(String card) {
    return PICTURE
        .matcher(card)
        .replaceAll(found -> Matcher.quoteReplacement("(picture: " + found.group(1) + ")\n"));
  }

  /** Returns the SVG documents of a card by file name, in their order. */
  public static Map<String, String> of(String card) {
    Map<String, String> pictures = new LinkedHashMap<>();
    Matcher found = PICTURE.matcher(card);
    while (found.find()) {
      String name =
          found
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9]+", "-")
              .replaceAll("^-|-$", "");
      pictures.putIfAbsent((name.isEmpty() ? "picture" : name) + ".svg", found.group());
    }
    return pictures;
  }
}
