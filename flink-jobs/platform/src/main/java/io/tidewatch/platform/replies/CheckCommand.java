package io.tidewatch.platform.replies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.replies.Article;
import io.tidewatch.replies.ArticleCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether articles can be told apart. */
@Command(
    name = "check",
    description = {
      "Checks a file of articles, and asks each article's own questions with all others as examples:"
          + " those for which another article would be suggested are listed, for there two articles"
          + " say the same or a question stands with the wrong one.",
      "Exit code 1 if the file is not as it should be."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The articles, as JSON.")
  private Path file;

  @Option(names = "--json", description = "Print the report as one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    List<Article> articles = ArticleFile.read(file);
    List<ArticleCheck.Strayed> strayed = ArticleCheck.strayed(articles);
    Set<String> fields = new TreeSet<>();
    articles.forEach(article -> fields.addAll(article.answer().fields()));
    int questions = articles.stream().mapToInt(article -> article.questions().size()).sum();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(document(articles, questions, fields, strayed)));
    } else {
      out.printf("%d articles with %d questions%n", articles.size(), questions);
      out.printf("fields to fill in: %s%n", fields.isEmpty() ? "none" : String.join(", ", fields));
      for (ArticleCheck.Strayed one : strayed) {
        out.printf(
            "%s: \"%s\" leads to %s%n", one.article().id(), one.question(), one.found().id());
      }
      out.printf("%d of %d questions would get another article%n", strayed.size(), questions);
    }
    return 0;
  }

  private static ObjectNode document(
      List<Article> articles,
      int questions,
      Set<String> fields,
      List<ArticleCheck.Strayed> strayed) {
    ObjectNode root = Json.object();
    root.put("articles", articles.size());
    root.put("questions", questions);
    fields.forEach(root.putArray("fields")::add);
    ArrayNode list = root.putArray("strayed");
    for (ArticleCheck.Strayed one : strayed) {
      list.addObject()
          .put("articleId", one.article().id())
          .put("question", one.question())
          .put("found", one.found().id());
    }
    return root;
  }
}
