/** Flink's part of the cluster: settings of its processes, submitting jobs, asking how they do. */
package io.tidewatch.cluster.flink;
