package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSlotTest {

  @ParameterizedTest
  @CsvSource({
    "churn, CHAMPION, churn",
    "churn, CHALLENGER, churn/challenger",
    "recommender, SHADOW, recommender/shadow"
  })
  void theKeyNamesTheSlotAndIsReadBack(String name, ModelRole role, String key) {
    ModelSlot slot = new ModelSlot(name, role);

    assertThat(slot.key()).isEqualTo(key);
    assertThat(ModelSlot.ofKey(key)).isEqualTo(slot);
  }

  @ParameterizedTest
  @ValueSource(strings = {"churn/champion", "churn/retired", "churn/", "churn/Shadow"})
  void otherKeysAreRefusedByName(String key) {
    assertThatThrownBy(() -> ModelSlot.ofKey(key)).hasMessageContaining("'" + key + "'");
  }

  @Test
  void theTopicKeysAReleaseByItsSlotAndARetirementByTheSlotItEmpties() {
    assertThat(Topic.MODELS.keyOf(release(ModelRole.CHAMPION))).isEqualTo("churn");
    assertThat(Topic.MODELS.keyOf(release(ModelRole.SHADOW))).isEqualTo("churn/shadow");
    ModelRelease retired = release(ModelRole.RETIRED);
    assertThat(Topic.MODELS.keyOf(retired)).isEqualTo("churn");
    retired.setRetiredFrom(ModelRole.CHALLENGER);
    assertThat(Topic.MODELS.keyOf(retired)).isEqualTo("churn/challenger");
  }

  @Test
  void aRoleOfANewerVersionGoesToTheChampionsSlot() {
    assertThat(ModelSlot.of(release(ModelRole.UNKNOWN)).role()).isEqualTo(ModelRole.CHAMPION);
  }

  private static ModelRelease release(ModelRole role) {
    return ModelRelease.newBuilder()
        .setName("churn")
        .setVersion("1")
        .setRole(role)
        .setArtifactUri("file:/1.zip")
        .setSha256("00")
        .setPushedAt(Instant.EPOCH)
        .setPushedBy("a test")
        .build();
  }
}
