package io.tidewatch.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ranks the categories before each basket of the test part, by the network and its baselines. */
final class RecommenderRanking {
  private static final int BATCH = 64;

  private RecommenderRanking() {}

  static RecommenderEvaluation evaluate(
      ComputationGraph network,
      RecommenderBaselines baselines,
      List<CategoryIndex> customers,
      long fromMicros,
      long beforeMicros) {
    RankingMetrics.Collector popularity = new RankingMetrics.Collector();
    RankingMetrics.Collector knn = new RankingMetrics.Collector();
    for (CategoryIndex customer : customers) {
      baselines(baselines, customer, fromMicros, beforeMicros, popularity, knn);
    }
    return new RecommenderEvaluation(
        popularity.baskets(),
        network(network, baselines, customers, fromMicros, beforeMicros),
        popularity.mean(),
        knn.mean());
  }

  static void baselines(
      RecommenderBaselines baselines,
      CategoryIndex customer,
      long fromMicros,
      long beforeMicros,
      RankingMetrics.Collector popularity,
      RankingMetrics.Collector knn) {
    float[] popular = baselines.popularity();
    float[] near = baselines.knnStart();
    int item = 0;
    for (int basket = 0; basket < customer.ends().length; basket++) {
      if (counts(customer, basket, fromMicros, beforeMicros)) {
        popularity.add(popular, customer.wanted().get(basket));
        knn.add(near, customer.wanted().get(basket));
      }
      for (; item < customer.ends()[basket]; item++) {
        baselines.bought(customer.items()[item], near);
      }
    }
  }

  static boolean counts(CategoryIndex customer, int basket, long fromMicros, long beforeMicros) {
    long at = customer.atMicros()[basket];
    return at >= fromMicros && at < beforeMicros && !customer.wanted().get(basket).isEmpty();
  }

  private static RankingMetrics network(
      ComputationGraph network,
      RecommenderBaselines baselines,
      List<CategoryIndex> customers,
      long fromMicros,
      long beforeMicros) {
    RankingMetrics.Collector ranks = new RankingMetrics.Collector();
    int vocabulary = baselines.vocabulary().size();
    float[] bias = Dl4j.parameter(network, "categories_b");
    List<RecommenderNetwork.Window> windows = new ArrayList<>();
    for (CategoryIndex customer : customers) {
      if (customer.ends().length > 0 && counts(customer, 0, fromMicros, beforeMicros)) {
        ranks.add(bias, customer.wanted().get(0));
      }
      if (customer.items().length > 0) {
        windows.add(new RecommenderNetwork.Window(customer, 0, customer.items().length));
      }
    }
    windows.sort(Comparator.comparingInt(RecommenderNetwork.Window::length));
    float[] scores = new float[vocabulary];
    for (int from = 0; from < windows.size(); from += BATCH) {
      List<RecommenderNetwork.Window> part =
          windows.subList(from, Math.min(windows.size(), from + BATCH));
      INDArray[] inputs =
          RecommenderNetwork.batch(part, baselines.vocabulary(), fromMicros, beforeMicros)
              .getFeatures();
      int time = (int) inputs[0].size(2);
      float[] out = Dl4j.values(network.outputSingle(false, inputs));
      for (int i = 0; i < part.size(); i++) {
        CategoryIndex customer = part.get(i).customer();
        for (int basket = 1; basket < customer.ends().length; basket++) {
          if (counts(customer, basket, fromMicros, beforeMicros)) {
            int t = customer.ends()[basket - 1] - 1;
            for (int v = 0; v < vocabulary; v++) {
              scores[v] = out[(i * vocabulary + v) * time + t];
            }
            ranks.add(scores, customer.wanted().get(basket));
          }
        }
      }
    }
    return ranks.mean();
  }
}
