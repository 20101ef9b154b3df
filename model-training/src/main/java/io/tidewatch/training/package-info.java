/** Training sets by replay, trainers, baselines and model cards. */
package io.tidewatch.training;
