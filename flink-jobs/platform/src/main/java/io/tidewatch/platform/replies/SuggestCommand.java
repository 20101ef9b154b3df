package io.tidewatch.platform.replies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.replies.Articles;
import io.tidewatch.replies.Suggestion;
import io.tidewatch.text.TextAnalysis;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.rules.RuleReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Suggests replies to one text. */
@Command(
    name = "suggest",
    description =
        "Suggests replies to a text as the job does for a ticket, each with the article it comes"
            + " from and how sure it is; none if no article is near enough.",
    mixinStandardHelpOptions = true)
final class SuggestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "The text.")
  private List<String> words;

  @Option(
      names = "--articles",
      paramLabel = "FILE",
      description = "The articles, as JSON. Default: those of ./tidewatch replies starter.")
  private Optional<Path> articles = Optional.empty();

  @Option(
      names = "--field",
      paramLabel = "NAME=VALUE",
      description = "Value of a field, such as name=Ada; may be given several times.")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print the replies as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    TextAnalysis analysis = new TextAnalyzer().analyze(String.join(" ", words));
    List<Suggestion> suggestions =
        SuggestedReplies.of(
            analysis,
            RuleReader.unlessInstalled(SuggestCommand.class.getClassLoader()).read(analysis),
            articles.map(ArticleFile::read).orElseGet(Articles::starter),
            fields);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode root = Json.object();
      root.put("maskedText", analysis.text());
      root.put("language", analysis.language().tag());
      SuggestedReplies.put(suggestions, root.putArray("suggestedReplies"));
      out.println(Json.pretty(root));
    } else {
      SuggestedReplies.print(suggestions, out);
    }
    return 0;
  }
}
