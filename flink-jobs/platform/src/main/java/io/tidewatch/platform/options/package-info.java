/** What several commands are told: where things lie on this machine, and how to reach Kafka. */
package io.tidewatch.platform.options;
