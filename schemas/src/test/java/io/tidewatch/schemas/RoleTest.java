package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void everyTopicIsReadAndWrittenBySomebody() {
    Set<Topic> written = EnumSet.noneOf(Topic.class);
    Arrays.stream(Role.values()).forEach(role -> written.addAll(role.writes()));
    assertThat(written).containsExactlyInAnyOrder(Topic.values());
    assertThat(Role.OPERATOR.reads()).containsExactlyInAnyOrder(Topic.values());
  }

  @Test
  void onlyTheJobDecides() {
    for (Topic decided :
        Set.of(
            Topic.CHURN_ALERTS, Topic.NEXT_BEST_OFFERS, Topic.DECISION_LOG, Topic.MODEL_STATUS)) {
      assertThat(Arrays.stream(Role.values()).filter(role -> role.writes().contains(decided)))
          .containsExactly(Role.SCORING);
    }
  }

  @Test
  void doorsToTheOutsideSeeNoProfilesUnlessTheyShowThem() {
    assertThat(Arrays.stream(Role.values()).filter(role -> role.reads().contains(Topic.CUSTOMERS)))
        .containsExactlyInAnyOrder(Role.SCORING, Role.GATEWAY, Role.OPERATOR, Role.PRIVACY);
  }

  @Test
  void isFoundByItsName() {
    assertThat(Role.named("marketing")).isEqualTo(Role.MARKETING);
    assertThatThrownBy(() -> Role.named("boss"))
        .hasMessageContaining("boss")
        .hasMessageContaining("scoring");
  }
}
