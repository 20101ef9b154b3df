package io.tidewatch.replies;

/**
 * An article in its place for a question.
 *
 * @param score words and meaning together, about 0 to 1, with what feedback adds
 * @param lead by how much the score is above the best other article's; negative if below
 * @param confidence how probable it is that the article answers the question, 0 to 1
 */
public record RankedArticle(Article article, double score, double lead, double confidence) {}
