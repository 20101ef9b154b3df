package io.tidewatch.replies;

import java.util.ArrayList;
import java.util.List;

/** What articles are found by. */
final class Questions {
  private Questions() {}

  /** Returns the article's example questions, and its title. */
  static List<String> of(Article article) {
    List<String> all = new ArrayList<>(article.questions());
    if (!all.contains(article.title())) {
      all.add(article.title());
    }
    return all;
  }
}
