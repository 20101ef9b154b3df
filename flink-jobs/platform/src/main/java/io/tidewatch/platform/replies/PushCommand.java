package io.tidewatch.platform.replies;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.replies.Article;
import io.tidewatch.replies.Articles;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings articles into the running job. */
@Command(
    name = "push",
    description = {
      "Writes articles to the topic articles: the running job suggests from them at once. An article"
          + " takes the place of the one with its id; others stay as they are.",
      "With --remove the articles of the file are taken out instead."
    },
    mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(paramLabel = "FILE", description = "The articles, as JSON.")
  private Path file;

  @Option(names = "--remove", description = "Take the articles of the file out of the topic.")
  private boolean remove;

  @Override
  public Integer call() {
    List<Article> articles = ArticleFile.read(file);
    Instant now = Instant.now();
    try (RecordProducer producer = new RecordProducer(connection.connection().configuration())) {
      for (Article article : articles) {
        if (remove) {
          producer.remove(Topic.ARTICLES, article.id());
        } else {
          producer.send(Articles.record(article, now));
        }
      }
      producer.flush();
    }
    spec.commandLine()
        .getOut()
        .printf("%d articles %s%n", articles.size(), remove ? "removed" : "pushed");
    return 0;
  }
}
