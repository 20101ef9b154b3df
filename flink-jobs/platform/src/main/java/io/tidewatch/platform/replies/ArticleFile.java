package io.tidewatch.platform.replies;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.replies.Article;
import io.tidewatch.replies.Articles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of approved answers. */
final class ArticleFile {
  private ArticleFile() {}

  /**
   * Reads a file.
   *
   * @throws CommandFailedException if it cannot be read or is not as it should be
   */
  static List<Article> read(Path file) {
    try {
      return Articles.read(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailedException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          file + ": " + e.getMessage() + "; see docs/how-to/suggested-replies.md", e);
    }
  }
}
