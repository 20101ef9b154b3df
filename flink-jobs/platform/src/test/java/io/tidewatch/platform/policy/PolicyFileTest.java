package io.tidewatch.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.Ranking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyFileTest {
  @TempDir private Path folder;

  @Test
  void readsWhatDiffersFromTheDefaults() throws IOException {
    Policy policy =
        read("{\"ranking\": {\"ranking\": \"LEARNED\"}, \"offers\": {\"capCount\": 3}}");
    assertThat(policy.getName()).isEqualTo("default");
    assertThat(policy.getVersion()).isEqualTo("policy.json");
    assertThat(policy.getRanking().getRanking()).isEqualTo(Ranking.LEARNED);
    assertThat(policy.getOffers().getCapCount()).isEqualTo(3);
    assertThat(policy.getOffers().getHoldoutShare()).isEqualTo(0.05f);
    assertThat(read("{\"version\": \"7\"}").getVersion()).isEqualTo("7");
  }

  @Test
  void refusesWhatIsNoPolicy() {
    assertRefused("{\"ranking\": {\"order\": 1}}", "ranking.order is no field of RankingRules");
    assertRefused("{\"offers\": {\"capCount\": 17}}", "offers.capCount");
    assertRefused("{", "cannot read");
    assertThatThrownBy(() -> PolicyFile.read(folder.resolve("none.json")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("none.json");
  }

  private void assertRefused(String written, String message) {
    assertThatThrownBy(() -> read(written))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(message);
  }

  private Policy read(String written) throws IOException {
    return PolicyFile.read(Files.writeString(folder.resolve("policy.json"), written));
  }
}
