package io.tidewatch.platform.explain;

import io.tidewatch.decisions.Language;
import io.tidewatch.models.Release;
import io.tidewatch.platform.options.ConnectionOptions;
import io.tidewatch.platform.options.StoreOptions;
import io.tidewatch.platform.releases.StoredReleases;
import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.scoring.DecisionRebuild;
import io.tidewatch.scoring.DecisionRebuild.Rebuilt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a decision, and proves the explanation by making the decision again. */
@Command(
    name = "explain",
    description = {
      "Explains an alert, an offer or a suppression: makes it again from decision-log, the models"
          + " and the policy that were used, and says why it came out so.",
      "Exit code 1 if what was made again is not what lies on the topics."
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConnectionOptions connection;
  @Mixin private StoreOptions store;

  @Parameters(
      paramLabel = "ID",
      description = "alertId, decisionId or suppressionId, as the records have it.")
  private String id;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Search no records older than this, such as 2017-10-01T00:00:00Z. Default: all that"
              + " the topics hold.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "Language of the reasons: en or zh. Default: that of the policy's desk.")
  private Optional<String> language = Optional.empty();

  @Option(names = "--json", description = "Print the explanation as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    Optional<Language> wanted = language.map(this::known);
    DecisionSearch search = new DecisionSearch(connection.connection().configuration(), since);
    DecisionSearch.Found found =
        search
            .find(id)
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "decision-log has no decision "
                            + id
                            + since.map(time -> " since " + time).orElse("")
                            + "; ids are in the records of churn-alerts, next-best-offers and"
                            + " suppressions, and kept for a year"));
    Explanation explanation =
        Explanation.of(
            found,
            rebuilt(search, found.record()),
            wanted.orElseGet(() -> Language.ofDesk(found.record().getPolicy().getAlerts())));
    spec.commandLine()
        .getOut()
        .println(
            json ? Json.pretty(ExplanationJson.of(explanation)) : ExplanationText.of(explanation));
    return explanation.agrees() ? 0 : 1;
  }

  private Rebuilt rebuilt(DecisionSearch search, DecisionRecord record) {
    StoredReleases stored = new StoredReleases(store.open());
    List<Release> releases =
        record.getModels().stream().map(model -> stored.bySha256(model.getSha256())).toList();
    try {
      return DecisionRebuild.with(releases)
          .rebuild(record, record.getOfferId() == null ? List.of() : search.offersNow());
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private Language known(String code) {
    return Language.of(code)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--language " + code + " is not known; give en or zh"));
  }
}
