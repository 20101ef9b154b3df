package io.tidewatch.text;

import opennlp.tools.ml.model.Context;
import opennlp.tools.util.StringUtil;
import opennlp.tools.util.featuregen.FeatureGeneratorUtil;

/**
 * Parts of speech of English tokens, chosen greedily from the first to the last: what OpenNLP's
 * BeamSearch chooses with a beam of one, at a third of the cost of its tagger's own beam of three.
 *
 * <p>One thread; the model is shared.
 */
final class EnglishTags {
  private static final int LONGEST_AFFIX = 4;

  private final Maxent model;
  private final double[] sums;
  private final Context anyToken;
  // How many tokens stand between the begin of the sentence and the one at hand.
  private final Context[] begins;

  EnglishTags(Maxent model) {
    this.model = model;
    this.sums = new double[model.size()];
    this.anyToken = model.find("def");
    this.begins =
        new Context[] {model.find("S=begin"), model.find("p1S=begin"), model.find("p2S=begin")};
  }

  /** Returns the tag of each token of a sentence. */
  String[] of(String[] tokens) {
    String[] lower = new String[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      lower[i] = lower(tokens[i]);
    }
    String[] tags = new String[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      model.start(sums);
      addToken(tokens[i]);
      addWindow(lower, i);
      addClass(tokens[i], lower[i]);
      addTags(tags, i);
      tags[i] = model.outcome(model.best(sums));
    }
    return tags;
  }

  // The features and their order are those of generator.featuregen in the model.

  private void addToken(String token) {
    Maxent.add(anyToken, sums);
    int length = token.length();
    int affixes = Math.min(LONGEST_AFFIX, length);
    for (int affix = 1; affix <= affixes; affix++) {
      model.add("suf=", token, length - affix, length, sums);
    }
    for (int affix = 1; affix <= affixes; affix++) {
      model.add("pre=", token, 0, affix, sums);
    }
  }

  private void addWindow(String[] lower, int at) {
    addWord("w=", lower, at);
    addWord("p1w=", lower, at - 1);
    addWord("p2w=", lower, at - 2);
    addWord("n1w=", lower, at + 1);
    addWord("n2w=", lower, at + 2);
    if (at < begins.length) {
      Maxent.add(begins[at], sums);
    }
  }

  private void addWord(String kind, String[] lower, int at) {
    if (at >= 0 && at < lower.length) {
      model.add(kind, lower[at], 0, lower[at].length(), sums);
    }
  }

  private void addClass(String token, String lower) {
    String tokenClass = isLowerLatin(token) ? "lc" : FeatureGeneratorUtil.tokenFeature(token);
    model.add("wc=", tokenClass, 0, tokenClass.length(), sums);
    Maxent.add(model.find("w&c=" + lower + "," + tokenClass), sums);
  }

  private void addTags(String[] tags, int at) {
    if (at >= 1) {
      model.add("t=", tags[at - 1], 0, tags[at - 1].length(), sums);
    }
    if (at >= 2) {
      Maxent.add(model.find("t2=" + tags[at - 2] + "," + tags[at - 1]), sums);
    }
  }

  private static String lower(String token) {
    return isLowerLatin(token) ? token : StringUtil.toLowerCase(token);
  }

  private static boolean isLowerLatin(String token) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c < 'a' || c > 'z') {
        return false;
      }
    }
    return !token.isEmpty();
  }
}
