package io.tidegate.executor.validation;

/** Finds out. It may be asked the same twice, and takes until the question's deadline at most. */
public interface Examiner {
    Answer answer(Question question) throws InterruptedException;
}
