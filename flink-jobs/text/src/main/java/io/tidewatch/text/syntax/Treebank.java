package io.tidewatch.text.syntax;

import io.tidewatch.text.Resources;
import io.tidewatch.text.Word;
import io.tidewatch.text.WordClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences with their dependencies, as those of Universal Dependencies are published. Immutable.
 *
 * @param name what it is called in messages
 * @param sentences never empty
 */
public record Treebank(String name, List<ParsedSentence> sentences) {
  private static final int COLUMNS = 10;
  private static final int FORM = 1;
  private static final int UPOS = 3;
  private static final int HEAD = 6;
  private static final int DEPREL = 7;

  /** Copies the sentences. */
  public Treebank {
    sentences = List.copyOf(sentences);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException(name + " has no sentence");
    }
  }

  /**
   * Reads a file in CoNLL-U. Subtypes of relations are left out: {@code nmod:poss} is {@code nmod}.
   *
   * @throws IllegalArgumentException if it is not there or not of that form; the message says where
   */
  public static Treebank read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + " does not exist", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a treebank that ships. */
  static Treebank shipped(String name) {
    try (InputStream in = Resources.open(Treebank.class, name + ".conllu")) {
      return read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the treebank " + name, e);
    }
  }

  private static Treebank read(InputStream in, String name) throws IOException {
    List<ParsedSentence> sentences = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Dependency> dependencies = new ArrayList<>();
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      try {
        if (line.isBlank()) {
          end(words, dependencies, sentences);
        } else if (line.charAt(0) != '#') {
          add(line.split("\t"), words, dependencies);
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            name + ", line " + number + ": " + e.getMessage() + "; a treebank must be in CoNLL-U",
            e);
      }
    }
    end(words, dependencies, sentences);
    return new Treebank(name, sentences);
  }

  private static void end(
      List<Word> words, List<Dependency> dependencies, List<ParsedSentence> sentences) {
    if (!words.isEmpty()) {
      sentences.add(new ParsedSentence(words, dependencies));
      words.clear();
      dependencies.clear();
    }
  }

  private static void add(String[] columns, List<Word> words, List<Dependency> dependencies) {
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(columns.length + " columns instead of " + COLUMNS);
    }
    if (columns[0].contains("-") || columns[0].contains(".")) {
      return; // words that are written as one, and words that are not written
    }
    if (!columns[0].equals(Integer.toString(words.size() + 1))) {
      throw new IllegalArgumentException("word " + columns[0] + " after word " + words.size());
    }
    words.add(new Word(columns[FORM], wordClass(columns[UPOS])));
    String relation = columns[DEPREL];
    int subtype = relation.indexOf(':');
    dependencies.add(
        new Dependency(
            Integer.parseInt(columns[HEAD]),
            subtype < 0 ? relation : relation.substring(0, subtype)));
  }

  private static WordClass wordClass(String tag) {
    return tag.equals("_") ? WordClass.X : WordClass.valueOf(tag);
  }
}
