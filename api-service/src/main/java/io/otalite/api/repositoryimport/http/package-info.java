/**
 * The REST resource of imports.
 */
@NullMarked
package io.otalite.api.repositoryimport.http;

import org.jspecify.annotations.NullMarked;
