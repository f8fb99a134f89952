/**
 * The controllers: each looks after one kind and makes what is agree with what its objects ask for, as the controllers of
 * Kubernetes do. They write to the store and are driven by its changes. {@link
 * io.otalite.emulator.cluster.controllers.Controllers} lists them.
 */
@NullMarked
package io.otalite.emulator.cluster.controllers;

import org.jspecify.annotations.NullMarked;
