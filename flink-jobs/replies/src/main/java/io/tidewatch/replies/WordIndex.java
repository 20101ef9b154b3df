package io.tidewatch.replies;

import io.tidewatch.text.TextLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Finds articles of one language by their words: BM25 (Robertson et al. 1994) over each of their
 * questions, in memory, by Lucene. One thread.
 */
final class WordIndex implements AutoCloseable {
  private static final String QUESTION = "question";
  private static final String ARTICLE = "article";
  private static final float K1 = 1.2f;
  private static final float B = 0.75f;

  /** Of a longer text the first words count. */
  private static final int MOST_TERMS = 128;

  /** Questions that vote for their article. */
  private static final int VOTES = 50;

  /** What each but the best question of an article adds: several that are alike are no accident. */
  private static final float FURTHER = 0.1f;

  /**
   * Kept so that its level stays: Lucene asks in the log for a newer Java for its vectors, and
   * there are none in this index.
   */
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    VECTORS.setLevel(Level.SEVERE);
  }

  private final Analyzer analyzer;
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final int articles;

  /** Indexes articles; they are known by their places in the list. */
  WordIndex(List<Article> articles, TextLanguage language) {
    this.articles = articles.size();
    analyzer =
        language == TextLanguage.CHINESE ? new SmartChineseAnalyzer() : new EnglishAnalyzer();
    try {
      var config = new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity(K1, B));
      try (var writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < articles.size(); i++) {
          for (String question : Questions.of(articles.get(i))) {
            writer.addDocument(document(question, i));
          }
        }
        writer.forceMerge(1);
      }
      reader = DirectoryReader.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot index articles in memory: " + e.getMessage(), e);
    }
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity(K1, B));
    searcher.setQueryCache(null);
  }

  private static Document document(String question, int article) {
    var document = new Document();
    document.add(new TextField(QUESTION, question, Field.Store.NO));
    document.add(new NumericDocValuesField(ARTICLE, article));
    return document;
  }

  /**
   * Computes how much of a text's words each article answers for.
   *
   * @param out {@code [articles]}, overwritten; 0 nothing, about 1 as if it were one of its
   *     questions, more if several of them are alike
   */
  void scores(String text, float[] out) {
    Arrays.fill(out, 0, articles, 0);
    Set<String> terms = terms(text);
    if (terms.isEmpty()) {
      return;
    }
    try {
      var query = new BooleanQuery.Builder();
      double whole = 0;
      for (String term : terms) {
        Term found = new Term(QUESTION, term);
        whole += inverseFrequency(reader.docFreq(found)) / (1 + K1);
        query.add(new TermQuery(found), BooleanClause.Occur.SHOULD);
      }
      vote(searcher.search(query.build(), VOTES).scoreDocs, (float) whole, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot search articles in memory: " + e.getMessage(), e);
    }
  }

  /** The first question counts in full, as hits come best first; others only say it again. */
  private void vote(ScoreDoc[] found, float whole, float[] out) throws IOException {
    LeafReader leaf = reader.leaves().get(0).reader();
    for (ScoreDoc hit : found) {
      NumericDocValues values = leaf.getNumericDocValues(ARTICLE);
      values.advanceExact(hit.doc);
      int article = (int) values.longValue();
      float share = Math.min(1, hit.score / whole);
      out[article] += out[article] == 0 ? share : FURTHER * share;
    }
  }

  private double inverseFrequency(int documents) {
    return Math.log(1 + (reader.maxDoc() - documents + 0.5) / (documents + 0.5));
  }

  private Set<String> terms(String text) {
    Set<String> terms = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream(QUESTION, text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (terms.size() < MOST_TERMS && stream.incrementToken()) {
        terms.add(term.toString());
      }
      return terms;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read words: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (directory;
        analyzer;
        reader) {
      // Closed in the order reader, analyzer, directory.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the articles: " + e.getMessage(), e);
    }
  }
}
