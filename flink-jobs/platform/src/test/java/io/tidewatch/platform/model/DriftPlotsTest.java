package io.tidewatch.platform.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.models.monitor.DriftReport;
import io.tidewatch.models.monitor.Occasion;
import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.Sample;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftPlotsTest {
  private static final List<String> NAMES = List.of("calm", "moved");

  @Test
  void drawsEveryFeatureTheOneThatMovedMostFirst(@TempDir Path dir) throws Exception {
    Random random = new Random(1);
    float[] scores = new float[500];
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextFloat();
      vectors.add(new float[] {random.nextFloat(), random.nextFloat()});
    }
    Sample sample = Sample.of(NAMES, new float[] {-1, -1}, scores, vectors);
    Reference reference = new Reference(0.8, 0, Map.of(Occasion.REGULAR, sample));
    DriftReport report = new DriftReport(reference);
    for (float[] vector : vectors) {
      report.add(Occasion.REGULAR, random.nextFloat(), new float[] {vector[0], vector[1] + 0.5f});
    }
    assertThat(report.worst(1).get(0).drift().name()).isEqualTo("moved");

    DriftPlots.write(dir.resolve("plots"), reference, report);
    String drift = Files.readString(dir.resolve("plots/drift.svg"));
    assertThat(drift).containsSubsequence("moved (regular)", "calm (regular)");
    for (String file : List.of("plots/drift.svg", "plots/scores.svg")) {
      var parsed =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(Files.readAllBytes(dir.resolve(file))));
      assertThat(parsed.getElementsByTagName("rect").getLength()).isGreaterThan(2);
    }
  }
}
