package io.otalite.process;

/** Is told of every change of state, on the thread that supervises the process: quick, and without exceptions. */
@FunctionalInterface
public interface ProcessListener {
    void changed(ProcessStatus status);
}
