package io.tidewatch.platform.replies;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.schemas.ReplyFate;
import io.tidewatch.schemas.ReplyFeedback;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an agent did with a suggested reply. */
@Command(
    name = "feedback",
    description =
        "Writes to the topic reply-feedback what an agent did with a suggested reply; the article"
            + " moves up or down from then on. Said again of the same suggestion, the last counts.",
    mixinStandardHelpOptions = true)
final class FeedbackCommand implements Callable<Integer> {
  /** What an agent did. */
  enum Fate {
    ACCEPTED,
    EDITED,
    REJECTED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;

  @Parameters(
      index = "0",
      paramLabel = "SUGGESTION",
      description = "Its suggestionId in ticket-insights.")
  private String suggestion;

  @Parameters(index = "1", paramLabel = "FATE", description = "One of ${COMPLETION-CANDIDATES}.")
  private Fate fate;

  @Option(
      names = "--article",
      required = true,
      paramLabel = "ID",
      description = "The article that it came from, its articleId.")
  private String article;

  @Override
  public Integer call() {
    ReplyFeedback feedback =
        ReplyFeedback.newBuilder()
            .setSuggestionId(suggestion)
            .setArticleId(article)
            .setFate(ReplyFate.valueOf(fate.name()))
            .setDecidedAt(Instant.now())
            .build();
    try (RecordProducer producer = new RecordProducer(connection.connection().configuration())) {
      producer.send(feedback).join();
    }
    spec.commandLine().getOut().printf("%s: a reply of %s%n", fate, article);
    return 0;
  }
}
