throw new Error('the licence of this plugin has run out');
