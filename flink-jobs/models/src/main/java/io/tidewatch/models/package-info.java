/** Model releases, the gates they must pass, and the kernels that serve them. */
package io.tidewatch.models;
