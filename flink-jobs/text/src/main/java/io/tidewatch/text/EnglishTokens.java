package io.tidewatch.text;

import java.util.ArrayList;
import java.util.List;
import opennlp.tools.ml.model.Context;
import opennlp.tools.tokenize.TokenizerME;
import opennlp.tools.util.StringUtil;

/**
 * Splits English into tokens as OpenNLP's {@link TokenizerME} does: at white space, and wherever
 * the model says so. Asks before each character that does not follow white space.
 *
 * <p>The features and their order are those of OpenNLP's DefaultTokenContextGenerator. One thread;
 * the model is shared.
 */
final class EnglishTokens {
  private final Maxent model;
  private final double[] sums;
  private final Context noSecondBefore;
  private final Context noSecondAfter;
  private final Context characterCode;
  private final Place before;
  private final Place secondBefore;
  private final Place after;
  private final Place secondAfter;

  /** A place beside the one where a split may be, with what each character there speaks for. */
  private static final class Place {
    private final Maxent model;
    private final String name;
    private final Context[][] ascii = new Context[0x80][];

    private Place(Maxent model, String name) {
      this.model = model;
      this.name = name;
      for (char c = 0; c < ascii.length; c++) {
        ascii[c] = weights(c);
      }
    }

    private void add(char c, double[] sums) {
      for (Context weight : c < ascii.length ? ascii[c] : weights(c)) {
        Maxent.add(weight, sums);
      }
    }

    private Context[] weights(char c) {
      Context is = model.find(name + "=" + c);
      String kind = kind(c);
      if (kind.isEmpty()) {
        return new Context[] {is};
      }
      boolean capital = Character.isLetter(c) && Character.isUpperCase(c);
      return capital
          ? new Context[] {is, model.find(name + kind), model.find(name + "_caps")}
          : new Context[] {is, model.find(name + kind)};
    }

    private static String kind(char c) {
      if (Character.isLetter(c)) {
        return "_alpha";
      }
      if (Character.isDigit(c)) {
        return "_num";
      }
      return switch (c) {
        case '.', '?', '!' -> "_eos";
        case '`', '"', '\'' -> "_quote";
        case '[', '{', '(' -> "_lp";
        case ']', '}', ')' -> "_rp";
        default -> "";
      };
    }
  }

  EnglishTokens(Maxent model) {
    this.model = model;
    this.sums = new double[model.size()];
    this.noSecondBefore = model.find("p2=bok");
    this.noSecondAfter = model.find("f2=bok");
    this.characterCode = model.find("cc");
    this.before = new Place(model, "p1");
    this.secondBefore = new Place(model, "p2");
    this.after = new Place(model, "f1");
    this.secondAfter = new Place(model, "f2");
  }

  /** Returns the tokens of a text. */
  List<String> of(String text) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !StringUtil.isWhitespace(text.charAt(end))) {
        end++;
      }
      if (end > start) {
        split(text.substring(start, end), tokens);
      }
      start = end + 1;
    }
    return tokens;
  }

  private void split(String written, List<String> tokens) {
    int first = 0;
    for (int at = 1; at < written.length(); at++) {
      if (isSplit(written, at)) {
        tokens.add(written.substring(first, at));
        first = at;
      }
    }
    tokens.add(written.substring(first));
  }

  private boolean isSplit(String text, int at) {
    model.start(sums);
    model.add("p=", text, 0, at, sums);
    model.add("s=", text, at, text.length(), sums);
    before.add(text.charAt(at - 1), sums);
    if (at > 1) {
      secondBefore.add(text.charAt(at - 2), sums);
      model.add("p21=", text, at - 2, at, sums);
    } else {
      Maxent.add(noSecondBefore, sums);
    }
    model.add("p1f1=", text, at - 1, at + 1, sums);
    after.add(text.charAt(at), sums);
    if (at + 1 < text.length()) {
      secondAfter.add(text.charAt(at + 1), sums);
      model.add("f12=", text, at, at + 2, sums);
    } else {
      Maxent.add(noSecondAfter, sums);
    }
    if (text.charAt(0) == '&' && text.charAt(text.length() - 1) == ';') {
      Maxent.add(characterCode, sums);
    }
    return model.outcome(model.best(sums)).equals(TokenizerME.SPLIT);
  }
}
