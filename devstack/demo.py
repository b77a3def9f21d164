def demo(*, once):
    raise NotImplementedError
