package io.tidewatch.text.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.text.Word;
import io.tidewatch.text.WordClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreebankTest {
  @TempDir private Path dir;

  @Test
  void readsWordsAndLeavesOutWhatIsNotOne() throws IOException {
    Treebank treebank =
        Treebank.read(
            file(
                "# sent_id = 1",
                "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_",
                "1\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_",
                "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod:neg\t_\t_",
                "3\twait\twait\tVERB\tVB\t_\t0\troot\t_\t_",
                "3.1\twait\t_\tVERB\t_\t_\t_\t_\t_\t_",
                "",
                "1\tHello\thello\tINTJ\tUH\t_\t0\troot\t_\t_"));

    assertThat(treebank.sentences()).hasSize(2);
    ParsedSentence first = treebank.sentences().get(0);
    assertThat(first.words()).hasSize(3).contains(new Word("n't", WordClass.PART));
    assertThat(first.dependencies())
        .containsExactly(
            new Dependency(3, "aux"), new Dependency(3, "advmod"), new Dependency(0, "root"));
  }

  @Test
  void saysWhichLineIsWrong() throws IOException {
    refused("bank.conllu, line 1: 3 columns instead of 10", "1\tdo\tAUX");
    refused("line 1: word 2 after word 0", word(2, 0));
    refused("line 3: 2 words depend on none; there must be one", word(1, 0), word(2, 0));
    refused("line 3: word 1 depends on 9, which is none", word(1, 9), word(2, 0));
    refused("depends on itself by way of others", word(1, 2), word(2, 1), word(3, 0));
    refused("has no sentence", "# nothing");
    refused("a treebank must be in CoNLL-U", "1\tdo\tdo\tVB\t_\t_\t0\troot\t_\t_");
    assertThatThrownBy(() -> Treebank.read(dir.resolve("absent.conllu")))
        .hasMessageContaining("absent.conllu does not exist");
  }

  private void refused(String message, String... lines) throws IOException {
    Path file = file(lines);
    assertThatThrownBy(() -> Treebank.read(file)).hasMessageContaining(message);
  }

  private static String word(int number, int head) {
    String relation = head == 0 ? "root" : "dep";
    return "%d\tword\t_\tNOUN\t_\t_\t%d\t%s\t_\t_".formatted(number, head, relation);
  }

  private Path file(String... lines) throws IOException {
    return Files.writeString(dir.resolve("bank.conllu"), String.join("\n", lines) + "\n\n");
  }
}
