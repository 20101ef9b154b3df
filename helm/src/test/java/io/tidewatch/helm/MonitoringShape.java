package io.tidewatch.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;

/**
 * Objects of the Prometheus operator, by classes that are generated from its definitions. They keep
 * fields that they do not know, so they are told to refuse them; what may not be missing they do
 * not know, so it stands here.
 */
enum MonitoringShape implements Shape {
  POD_MONITOR(PodMonitor.class, List.of("/spec/selector", "/spec/podMetricsEndpoints")),
  PROMETHEUS_RULE(PrometheusRule.class, List.of("/spec/groups")),
  SERVICE_MONITOR(ServiceMonitor.class, List.of("/spec/selector", "/spec/endpoints"));

  private static final Map<String, MonitoringShape> BY_KIND =
      Map.of(
          "PodMonitor", POD_MONITOR,
          "PrometheusRule", PROMETHEUS_RULE,
          "ServiceMonitor", SERVICE_MONITOR);

  static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new NothingElse())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .build();

  private final Class<?> type;
  private final List<String> required;

  MonitoringShape(Class<?> type, List<String> required) {
    this.type = type;
    this.required = required;
  }

  static Shape of(String kind) {
    Shape shape = BY_KIND.get(kind);
    if (shape == null) {
      throw Shape.unknown("monitoring.coreos.com/v1", kind);
    }
    return shape;
  }

  @Override
  public void require(JsonNode object) {
    required.stream()
        .filter(path -> object.at(path).isMissingNode())
        .findFirst()
        .ifPresent(
            path -> {
              throw new IllegalArgumentException(path + " is missing");
            });
    try {
      STRICT.treeToValue(object, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Sees no room for fields that a class does not name. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }
}
